@NullMarked
package org.fieldledger.query.release;

import org.jspecify.annotations.NullMarked;
