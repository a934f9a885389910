@NullMarked
package org.fieldledger.query.audit;

import org.jspecify.annotations.NullMarked;
