@NullMarked
package org.fieldledger.query.reads;

import org.jspecify.annotations.NullMarked;
