@NullMarked
package org.fieldledger.query.timeline;

import org.jspecify.annotations.NullMarked;
