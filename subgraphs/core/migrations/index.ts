/** The core's own migrations, oldest first. */
import { Decisions1764000009100 } from './1764000009100-decisions.ts';
import { Releases1764000009200 } from './1764000009200-releases.ts';

export const coreMigrations = [Decisions1764000009100, Releases1764000009200];
