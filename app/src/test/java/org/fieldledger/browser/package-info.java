/** Where page tests get their browser from. */
@NullMarked
package org.fieldledger.browser;

import org.jspecify.annotations.NullMarked;
