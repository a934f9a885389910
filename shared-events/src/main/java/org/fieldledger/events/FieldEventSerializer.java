package org.fieldledger.events;

import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Stores "ConsentGiven", not a Java class name, so that packages may move without touching history. */
public final class FieldEventSerializer extends Jackson3Serializer {

    public FieldEventSerializer() {
        super(builder().jsonMapperBuilderCustomizer(EventJson::write));
    }

    @Override
    @SuppressWarnings("rawtypes") // the signature is Axon's
    public SerializedType typeForClass(Class type) {
        return FieldEvents.BY_NAME.containsValue(type)
                ? new SimpleSerializedType(
                        type.getSimpleName(), getRevisionResolver().revisionOf(type))
                : super.typeForClass(type);
    }

    @Override
    protected String resolveClassName(SerializedType stored) {
        var type = FieldEvents.BY_NAME.get(stored.getName());
        return type != null ? type.getName() : super.resolveClassName(stored);
    }
}
