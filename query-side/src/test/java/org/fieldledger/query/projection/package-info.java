@NullMarked
package org.fieldledger.query.projection;

import org.jspecify.annotations.NullMarked;
