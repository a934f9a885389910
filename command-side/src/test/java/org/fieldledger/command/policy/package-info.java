@NullMarked
package org.fieldledger.command.policy;

import org.jspecify.annotations.NullMarked;
