/**
 * The document of consent scenarios, run: its sentences are bound to commands and questions, and told to one real store in
 * the order in which things were recorded.
 */
@NullMarked
package org.fieldledger.scenarios;

import org.jspecify.annotations.NullMarked;
