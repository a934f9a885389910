/** What people answered, item by item, as far as it may be used. */
@NullMarked
package org.fieldledger.query.responses;

import org.jspecify.annotations.NullMarked;
