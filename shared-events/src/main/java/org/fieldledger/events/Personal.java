package org.fieldledger.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What can name, reach or describe somebody so that they are known again, and what somebody answered. It is sealed with the keys
 * of everyone whom its event concerns before it is hashed or stored, and nobody reads it any more once one of these keys is
 * destroyed.
 *
 * <p>On a component that is a text, a list of texts or {@link Sealable}. A test walks every kind of event: each component that
 * can hold a text or a number either bears this or stands in that test's lists with the reason why it needs not.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {}
