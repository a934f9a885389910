/**
 * How fast the store is beside the database's own speed and beside Axon's engine, all in one run on one PostgreSQL that keeps
 * what it is given; and how soon the pages of the demonstration come. Begin at {@code Bench}; the figures and the machine stand in
 * docs/benchmarks.md.
 */
@NullMarked
package org.fieldledger.benchmarks;

import org.jspecify.annotations.NullMarked;
