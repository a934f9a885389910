@NullMarked
package org.fieldledger.query;

import org.jspecify.annotations.NullMarked;
