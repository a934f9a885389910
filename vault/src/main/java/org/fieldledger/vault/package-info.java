/**
 * The keys to what is personal in the log. {@link org.fieldledger.vault.Vault} seals texts as they enter and opens them for
 * whoever may read them; nothing here decides what is recorded. Argued in
 * docs/decisions/0013-personal-texts-are-sealed-with-the-keys-of-all-they-concern.md.
 */
@NullMarked
package org.fieldledger.vault;

import org.jspecify.annotations.NullMarked;
