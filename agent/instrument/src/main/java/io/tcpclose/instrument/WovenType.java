package io.tcpclose.instrument;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.annotation.AnnotationValue;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeInitializer;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.auxiliary.AuxiliaryType;
import net.bytebuddy.jar.asm.Type;

/**
 * What Byte Buddy wants to know of the class that is woven, told as it is read: its fields and the method at hand.
 *
 * <p>Every other type is a name and nothing more. Loading or reading one here, in the middle of a class load, is what has made
 * agents deadlock; and Byte Buddy's TypePool would be a sixth of the start-up. So an advice may take an argument under its
 * exact type or as Object, not under a supertype.
 */
final class WovenType extends TypeDescription.Latent {
    static final TypeDescription.Generic OBJECT =
            TypeDescription.Generic.OfNonGenericType.ForLoadedType.of(Object.class);

    private final List<FieldDescription.InDefinedShape> fields = new ArrayList<>();
    private final Implementation.Context context;

    /** @param internalName with slashes */
    WovenType(String internalName, ClassFileVersion version) {
        super(internalName.replace('/', '.'), java.lang.reflect.Modifier.PUBLIC, OBJECT);
        context = Implementation.Context.Disabled.Factory.INSTANCE.make(
                this,
                new AuxiliaryType.NamingStrategy.SuffixingRandom("tcpclose"),
                TypeInitializer.None.INSTANCE,
                version,
                version,
                Implementation.Context.FrameGeneration.GENERATE);
    }

    Implementation.Context context() {
        return context;
    }

    void field(int modifiers, String name, String descriptor) {
        fields.add(new FieldDescription.Latent(
                this, name, modifiers, type(Type.getType(descriptor)).asGenericType(), List.of()));
    }

    @Override
    public FieldList<FieldDescription.InDefinedShape> getDeclaredFields() {
        return new FieldList.Explicit<>(fields);
    }

    MethodDescription method(int modifiers, String name, String descriptor) {
        List<ParameterDescription.Token> parameters = new ArrayList<>();
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            parameters.add(new ParameterDescription.Token(type(parameter).asGenericType()));
        }
        return new MethodDescription.Latent(
                this,
                name,
                modifiers,
                List.of(),
                type(Type.getReturnType(descriptor)).asGenericType(),
                parameters,
                List.of(),
                List.of(),
                AnnotationValue.UNDEFINED,
                null);
    }

    private static TypeDescription type(Type type) {
        return switch (type.getSort()) {
            case Type.VOID -> ForLoadedType.of(void.class);
            case Type.BOOLEAN -> ForLoadedType.of(boolean.class);
            case Type.BYTE -> ForLoadedType.of(byte.class);
            case Type.SHORT -> ForLoadedType.of(short.class);
            case Type.CHAR -> ForLoadedType.of(char.class);
            case Type.INT -> ForLoadedType.of(int.class);
            case Type.LONG -> ForLoadedType.of(long.class);
            case Type.FLOAT -> ForLoadedType.of(float.class);
            case Type.DOUBLE -> ForLoadedType.of(double.class);
            case Type.ARRAY -> ArrayProjection.of(type(type.getElementType()), type.getDimensions());
            default -> new TypeDescription.Latent(type.getClassName(), java.lang.reflect.Modifier.PUBLIC, OBJECT);
        };
    }
}
