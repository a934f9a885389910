/**
 * The questions an ethics officer asks. Each is one file and a pure function of what the log held by the instant asked about;
 * none of them rests on a projection, so that an audit is not as wrong, as late or as full of gaps as what it audits.
 */
@NullMarked
package org.fieldledger.query.audit;

import org.jspecify.annotations.NullMarked;
