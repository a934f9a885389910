@NullMarked
package org.fieldledger.query.lanes;

import org.jspecify.annotations.NullMarked;
