// Brands make two things of one shape different to the compiler. They exist only in types.

declare const brand: unique symbol;

/** `Base` that only the function which checked it may call `Name`. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
