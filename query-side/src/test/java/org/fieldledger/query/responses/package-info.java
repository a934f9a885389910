@NullMarked
package org.fieldledger.query.responses;

import org.jspecify.annotations.NullMarked;
