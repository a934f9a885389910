/** Definition files in YAML, read so that whoever wrote one is told every mistake at once, by line and in plain words. */
@NullMarked
package org.fieldledger.definition;

import org.jspecify.annotations.NullMarked;
