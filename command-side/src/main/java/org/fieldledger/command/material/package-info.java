/** Documents and datasets that came from elsewhere. Only their hashes come in; the files stay where they are kept. */
@NullMarked
package org.fieldledger.command.material;

import org.jspecify.annotations.NullMarked;
