/**
 * How fast the store is beside the database's own speed and beside Axon's engine, all in one run on one PostgreSQL that keeps
 * what it is given: begin at {@code Bench}; the figures and the machine stand in docs/benchmarks.md.
 */
@NullMarked
package org.fieldledger.benchmarks;

import org.jspecify.annotations.NullMarked;
