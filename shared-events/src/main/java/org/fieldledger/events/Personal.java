package org.fieldledger.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A text that can name, reach or describe somebody so that they are known again. It is sealed with the keys of everyone
 * whom its event concerns before it is hashed or stored, and nobody reads it any more once one of these keys is destroyed.
 *
 * <p>On a component that is a text or a list of texts. A test walks every kind of event: each component that can hold a text
 * either bears this or stands in that test's list with the reason why it needs not.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {}
