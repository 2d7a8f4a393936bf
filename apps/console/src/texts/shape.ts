/** The same keys as `T`, every text free: what a translation has to offer. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
