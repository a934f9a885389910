@NullMarked
package org.fieldledger.benchmarks;

import org.jspecify.annotations.NullMarked;
