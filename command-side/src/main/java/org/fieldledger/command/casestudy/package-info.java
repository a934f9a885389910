/** Case studies: opening, closing, sites and who of the team works in them. */
@NullMarked
package org.fieldledger.command.casestudy;

import org.jspecify.annotations.NullMarked;
