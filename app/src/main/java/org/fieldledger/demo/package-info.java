/**
 * The demonstration: invented people who live through the reference programme. Everything is handed in at the desk like any
 * real report, on the day somebody would have recorded it; the same seed and scale give the same events.
 */
@NullMarked
package org.fieldledger.demo;

import org.jspecify.annotations.NullMarked;
