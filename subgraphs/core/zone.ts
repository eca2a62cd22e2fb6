/** 核心区 兴文片区: a zone like the others, plus the municipal mechanisms in the folders beside this file. */
import { defineZone } from '../kit/index.ts';
import { completenessResolvers } from './completeness/resolvers.ts';
import { consolidationResolvers } from './consolidation/resolvers.ts';
import { DecisionSchema } from './decisions/entities.ts';
import { officeOf } from './decisions/office.ts';
import { decisionResolvers } from './decisions/resolvers.ts';
import { eliminationResolvers } from './elimination/resolvers.ts';
import { coreMigrations } from './migrations/index.ts';
import { perimeterResolvers } from './perimeter/resolvers.ts';
import { registryResolvers } from './registry/resolvers.ts';
import { RELEASE_TABLES } from './release/entities.ts';
import { releaseResolvers } from './release/resolvers.ts';
import { standardResolvers } from './standard/resolvers.ts';

export const zone = defineZone({
  code: 'core',
  contract: '^2.0.0',
  folder: import.meta.dirname,
  resolvers: {
    ...registryResolvers,
    ...standardResolvers,
    ...consolidationResolvers,
    ...eliminationResolvers,
    ...decisionResolvers,
    ...releaseResolvers,
    Consolidation: { ...consolidationResolvers.Consolidation, ...releaseResolvers.Consolidation },
    OfficeMutations: { ...decisionResolvers.OfficeMutations, ...releaseResolvers.OfficeMutations },
    ...completenessResolvers,
    Query: {
      ...registryResolvers['Query'],
      ...standardResolvers.Query,
      ...perimeterResolvers.Query,
      ...eliminationResolvers.Query,
      ...consolidationResolvers.Query,
      ...decisionResolvers.Query,
      ...releaseResolvers.Query,
      ...completenessResolvers.Query,
    },
  },
  entities: [DecisionSchema, ...RELEASE_TABLES],
  migrations: coreMigrations,
  office: officeOf,
});
