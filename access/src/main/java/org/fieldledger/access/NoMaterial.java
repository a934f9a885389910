package org.fieldledger.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint whose answers hold nothing about a participant, or which says for itself what of them does. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface NoMaterial {

    /** Why not, for whoever reviews the access log. */
    String value();
}
