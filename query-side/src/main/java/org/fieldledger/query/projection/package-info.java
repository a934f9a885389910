/**
 * From the log to the tables that are asked: read once, in order, in batches; rows and checkpoint commit together.
 *
 * <p>A projection turns one event into rows and looks at nothing else. What rows mean together is worked out when a
 * question is asked, so that every answer can be had at any two times and every table can be thrown away and rebuilt.
 */
@NullMarked
package org.fieldledger.query.projection;

import org.jspecify.annotations.NullMarked;
