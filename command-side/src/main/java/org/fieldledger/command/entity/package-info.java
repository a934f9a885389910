/** What is on record: each entity is a view over the history of its stream, and answers questions about a day in the field. */
@NullMarked
package org.fieldledger.command.entity;

import org.jspecify.annotations.NullMarked;
