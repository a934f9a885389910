/** Leadership interviews: one owed by every key leader in every programme year, and what became of it. */
@NullMarked
package org.fieldledger.query.leadership;

import org.jspecify.annotations.NullMarked;
