//! How a class of methods is written down: its numbers, and the fields of each method in the order
//! of the specification. One list makes the type, the reader and the writer, so that they cannot
//! differ.

/// Makes an enum of a class. A method has fields, then perhaps bits, then perhaps more fields.
macro_rules! class {
    (
        $(#[$doc:meta])*
        $class:ident<$life:lifetime> = $class_id:literal {
            $(
                $id:literal $name:literal $method:ident {
                    $($field:ident: $type:ty),*
                    $(; $($bit:ident),+ $(; $($after:ident: $after_type:ty),+)?)?
                }
            )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $class<$life> {
            $(
                #[doc = concat!("`", $name, "`")]
                $method {
                    $(
                        #[doc = concat!("The field `", stringify!($field), "`.")]
                        $field: $type,
                    )*
                    $(
                        $(
                            #[doc = concat!("The bit `", stringify!($bit), "`.")]
                            $bit: bool,
                        )+
                        $($(
                            #[doc = concat!("The field `", stringify!($after), "`.")]
                            $after: $after_type,
                        )+)?
                    )?
                },
            )+
        }

        impl<$life> $class<$life> {
            /// The number of the class.
            pub const ID: u16 = $class_id;

            /// The number of the method in its class.
            #[must_use]
            pub const fn method_id(&self) -> u16 {
                match self {
                    $(Self::$method { .. } => $id,)+
                }
            }

            /// Reads the fields; none if the class has no method of that number.
            pub(super) fn read(
                method_id: u16,
                mut reader: Reader<$life>,
            ) -> Option<Result<Self, DecodeError>> {
                let fields = &mut reader;
                let read = match method_id {
                    $($id => (|| {
                        $(let $field = <$type as Field<'_>>::read(fields)?;)*
                        $(
                            let mut bits = Bits::read(fields)?;
                            $(let $bit = bits.next();)+
                            $($(let $after = <$after_type as Field<'_>>::read(fields)?;)+)?
                        )?
                        fields.finish()?;
                        Ok(Self::$method { $($field,)* $($($bit,)+ $($($after,)+)?)? })
                    })(),)+
                    _ => return None,
                };
                Some(read)
            }

            /// Writes the fields.
            pub(super) fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$method { $($field,)* $($($bit,)+ $($($after,)+)?)? } => {
                        $($field.write(out);)*
                        $(
                            write_bits(&[$(*$bit),+], out);
                            $($($after.write(out);)+)?
                        )?
                    })+
                }
            }
        }
    };
}

pub(super) use class;
