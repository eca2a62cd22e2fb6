/** 核心区 兴文片区: a zone like the others, plus the municipal mechanisms in the folders beside this file. */
import { defineZone } from '../kit/index.ts';
import { consolidationResolvers } from './consolidation/resolvers.ts';
import { eliminationResolvers } from './elimination/resolvers.ts';
import { perimeterResolvers } from './perimeter/resolvers.ts';
import { registryResolvers } from './registry/resolvers.ts';
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
    Query: {
      ...registryResolvers['Query'],
      ...standardResolvers.Query,
      ...perimeterResolvers.Query,
      ...eliminationResolvers.Query,
      ...consolidationResolvers.Query,
    },
  },
});
