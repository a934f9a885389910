/**
 * What researchers ask of the course of things: how a question over time is put, which parts it is narrowed by, and how it is
 * answered. Each question stands with its own chapter; a new one is one class.
 */
@NullMarked
package org.fieldledger.query.research;

import org.jspecify.annotations.NullMarked;
