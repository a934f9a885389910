/**
 * The pages: plain HTML from the same answers that the API gives. A page asks a view and shows what it says; it knows no
 * table and decides nothing.
 */
@NullMarked
package org.fieldledger.query.pages;

import org.jspecify.annotations.NullMarked;
