/**
 * Releases: a dataset for analysis, frozen under a name so that the same bytes can be made again from the log alone. What may
 * not be used is left out by rule, and the release says how much and why.
 */
@NullMarked
package org.fieldledger.query.release;

import org.jspecify.annotations.NullMarked;
