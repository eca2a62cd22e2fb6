/** The core's own migrations, oldest first. */
import { Decisions1764000009100 } from './1764000009100-decisions.ts';

export const coreMigrations = [Decisions1764000009100];
