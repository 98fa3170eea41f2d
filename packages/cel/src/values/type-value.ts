/** A type as a value, as `type(1)` and the identifier `int` give it. Two are equal when their names are. */
export class CelTypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}
