// The façade takes names as TypeScript writes them; the wire has them in snake_case.

type CamelName<Name extends string> = Name extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelName<Tail>>}` : Name;

/** A body or query with its names in camelCase. */
export type Camel<Shape> = { [Name in keyof Shape as Name extends string ? CamelName<Name> : Name]: Shape[Name] };

/** The same with the names of the wire. */
export function snake<Shape extends object>(given: Camel<Shape>): Shape {
  const entries = Object.entries(given).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]);
  return Object.fromEntries(entries) as Shape;
}
