/**
 * The query side: what the log means, at two times. It projects, answers and never decides; drop every table here, rebuild,
 * and each answer is the same.
 */
@NullMarked
package org.fieldledger.query;

import org.jspecify.annotations.NullMarked;
