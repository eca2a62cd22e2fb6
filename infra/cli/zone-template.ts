/**
 * What `npm run new-zone` writes into a new zone's folder. Pure: names in, texts out. The README's blocks with a title are
 * whole files: test/e2e/new-zone.test.ts writes them and runs the result, so what the engineer copies works.
 */
import { zoneTypeName, type ZoneEntry } from '../../schema/zones.ts';
import { CONTRACT_VERSION } from '../../schema/contract.ts';

const FENCE = '```';

/** File name within the folder -> text; each as prettier would leave it. */
export function zoneTemplate(zone: Omit<ZoneEntry, 'kind'>): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', readme(zone)],
    ['zone.ts', definition(zone)],
    ['seed.json', '{\n  "blocks": [],\n  "returns": []\n}\n'],
  ]);
}

/** The zone's line in zones.json: one an entry, as the file has it. */
export function registryLine(zone: ZoneEntry): string {
  const pairs = Object.entries(zone).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `  { ${pairs.join(', ')} }`;
}

/** How many columns prettier counts: a Chinese sign takes two. */
export function columns(line: string): number {
  return line.replaceAll(/[\u2e80-\uffff]/g, '  ').length;
}

/** What the command says at its end: what it wrote, and what to do next. */
export function closingWords({ code, name }: ZoneEntry, port: number, written: readonly string[]): string {
  return `${name} (${code}) added. Written / 已写:
${written.map((file) => `  ${file}`).join('\n')}
Next / 下一步:
  subgraphs/${code}/seed.json    fill in its blocks and first returns; how: subgraphs/${code}/README.md / 填写首批数据
  npm run zone -- ${code}        run it alone, on port ${port} unless PORT says otherwise / 单独运行
  npm start    run everything; what was running must start again, the core zone and the gateway too / 全部重启
  ZONE_URL_${code.toUpperCase()}=http://HOST:${port}/graphql npm run gateway    when it runs on another machine / 在别处运行时
  docker-compose.yml, .env.example    its service and its database, as another zone has them / 容器部署另加
`;
}

function definition({ code, name, nameEn }: Omit<ZoneEntry, 'kind'>): string {
  return `/** ${name} (${nameEn}): 共有部分由 kit 提供,本区自有的加在这里。The kit gives what is shared; what is our own is added here. */
import { defineZone } from '../kit/index.ts';

export const zone = defineZone({
  code: '${code}',
  contract: '^${CONTRACT_VERSION}',
  folder: import.meta.dirname,
  // 自有字段 resolvers,自有数据表 entities、migrations、seed:见本文件夹 README.md 第 3 节,实例见 ../nanjiang/zone.ts。
  // Own fields (resolvers) and own tables (entities, migrations, seed): section 3 of README.md here; ../nanjiang/zone.ts has them.
});
`;
}

function readme({ code, name, nameEn }: Omit<ZoneEntry, 'kind'>): string {
  const type = zoneTypeName(code);
  const own = `${type.slice(0, -'Zone'.length)}Specialty`;
  return `# ${name} ${nameEn}

本文件夹是${name}自己的子图,由${name}维护;报送、区块、合并核算等共有部分由 \`../kit\` 提供,不必在此重写。
This folder is ${nameEn}'s own subgraph and ${nameEn}'s to keep. What all zones share (returns, blocks, the part in a consolidation) comes from \`../kit\`.

## 1. 运行 / Run it

${FENCE}sh
npm run zone -- ${code} # 只运行本区 / this zone alone; DATABASE_URL=mysql://… for its own MySQL or MariaDB
ZONE_URL_${code.toUpperCase()}=http://HOST:PORT/graphql npm run gateway # 本区在别处运行时 / when it runs elsewhere
${FENCE}

## 2. 首批数据 / First data

填写 \`seed.json\`,重新启动本区;首批数字只装入空库;此后新增的区块,每次启动补入。指标与计量单位代码见 \`schema/standards/\`,\`unitMult\` 4 为万、8 为亿。
Fill in \`seed.json\` and start the zone again; figures are loaded into an empty database only, blocks that you add later at every start. Codes: \`schema/standards/\`; \`unitMult\` is the exponent of ten. See \`../nanjiang/seed.json\`.

${FENCE}json
{
  "blocks": [{ "code": "${code}-main", "name": "园区名称", "leadingIndustries": ["食品"] }],
  "returns": [
    {
      "period": "2021-01-01/..",
      "observations": [
        { "indicator": "INDUSTRIAL_OUTPUT", "value": "1.25", "unit": "CNY", "unitMult": 8, "source": "出处" }
      ]
    }
  ]
}
${FENCE}

## 3. 自有字段与自有数据表 / An own field with an own table

以“特色产品”为例,五个文件都在本文件夹内,其他区不受影响。类型名全平台唯一,故冠以区名。不用数据表的字段省去第 2、3 个文件及 \`zone.ts\` 中与表有关的三行;自有类型仍须在 \`entities.ts\` 中有同名加 \`Row\` 的接口。
The example adds local specialties: five files, all in this folder; no other zone is touched. Type names are unique on the platform, hence the zone's name in front. A field without a table needs neither the migration nor the schema in \`entities.ts\`, but every own type \`Foo\` has its \`FooRow\` there.

${FENCE}graphql title="specialties.graphql"
extend type ${type} {
  "特色产品 / local specialties"
  specialties: [${own}!]
}

"特色产品 / one local specialty"
type ${own} {
  "名称 / name"
  name: String!
}
${FENCE}

${FENCE}ts title="entities.ts"
import { EntitySchema } from 'typeorm';

export interface ${own}Row {
  name: string;
}

export const SpecialtySchema = new EntitySchema<${own}Row>({
  name: '${own}',
  tableName: 'specialty',
  columns: { name: { type: 'varchar', length: 60, primary: true } },
});
${FENCE}

迁移的类名以 13 位时间戳结尾(\`node -p "Date.now()"\`),合并之后不再改动,要改就再写一个。
A migration's class name ends in 13 digits (\`node -p "Date.now()"\`). Once merged it is never edited: write another one.

${FENCE}ts title="migrations/1764000001000-specialties.ts"
import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class Specialties1764000001000 implements MigrationInterface {
  name = 'Specialties1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    const columns = [{ name: 'name', type: 'varchar', length: '60', isPrimary: true }];
    await createTable(runner, new Table({ name: 'specialty', columns }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('specialty');
  }
}
${FENCE}

${FENCE}ts title="resolvers.ts"
import { SpecialtySchema } from './entities.ts';
import type { ${type}Resolvers } from './generated.ts';

const own: Pick<${type}Resolvers, 'specialties'> = {
  specialties: (_, __, { database }) => database.getRepository(SpecialtySchema).find(),
};
export const resolvers = { ${type}: own };
${FENCE}

${FENCE}ts title="zone.ts"
import { defineZone } from '../kit/index.ts';
import { SpecialtySchema } from './entities.ts';
import { Specialties1764000001000 } from './migrations/1764000001000-specialties.ts';
import { resolvers } from './resolvers.ts';

export const zone = defineZone({
  code: '${code}',
  contract: '^${CONTRACT_VERSION}',
  folder: import.meta.dirname,
  resolvers,
  entities: [SpecialtySchema],
  migrations: [Specialties1764000001000],
  // 与 seed.json 同一事务装入,故 seed.json 须先有内容 / loaded with seed.json, which must not be empty
  // seed: async (manager) => { await manager.insert(SpecialtySchema, [{ name: '…' }]); },
});
${FENCE}

最后 / At the end: \`npm run generate\`, \`npm run compose\`, \`npm run check\`; 提交 \`schema/\` 的变化,重启本区与网关 / commit what changed in \`schema/\` too, start the zone and the gateway again.

## 4. 别的区怎么做 / Where the other districts did it

- 南江县 \`mineralResources\`: \`../nanjiang/\`,字段 \`schema.graphql\`、\`resolvers.ts\`,数据表 \`entities.ts\`、\`migrations/\`,合拢 \`zone.ts\`
- 巴州区 \`logistics\`: \`../bazhou/\`; 恩阳区 \`terminalDeviceLines\`: \`../enyang/\`; 通江县 \`tradeLogistics\`: \`../tongjiang/\`
`;
}
