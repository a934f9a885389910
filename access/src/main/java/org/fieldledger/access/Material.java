package org.fieldledger.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint whose answers hold participant material. Nothing of them leaves before the read has been recorded. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Material {

    /** The question, as the access log names it for ever: lower case with hyphens. */
    String value();
}
