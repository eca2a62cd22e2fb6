import type { Benchmark } from './benchmark.ts';
export const consolidation: Benchmark = {
  name: 'consolidation',
  about: '',
  contenders: [],
  run: () => Promise.reject(new Error('todo')),
};
