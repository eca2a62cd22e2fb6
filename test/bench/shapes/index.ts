/** The shapes by name. */
import { consolidation } from './consolidation.ts';
import { heavy } from './heavy.ts';
import type { Shape } from './shape.ts';
import { zones } from './zones.ts';

export const SHAPES: readonly Shape[] = [zones, consolidation, heavy];

export function shapeNamed(name: string | undefined): Shape {
  const found = SHAPES.find((shape) => shape.name === name);
  if (found) return found;
  throw new Error(`no shape is called ${name ?? ''}; there are: ${SHAPES.map((shape) => shape.name).join(', ')}`);
}
