@NullMarked
package org.fieldledger.query.reporting;

import org.jspecify.annotations.NullMarked;
