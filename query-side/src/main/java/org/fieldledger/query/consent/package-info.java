/** Consent: what stands for each person and module, judged by when decisions took effect and not by when they arrived. */
@NullMarked
package org.fieldledger.query.consent;

import org.jspecify.annotations.NullMarked;
