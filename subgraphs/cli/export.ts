/** Writes a form of a zone, empty or filled, as a file that imports back unchanged: `npm run export -- bazhou --form F --period P`. */
import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { runMain, UsageError } from '../../infra/runtime/startup-error.ts';
import { STANDARD } from '../../schema/standard.ts';
import { ZONES } from '../../schema/zones.ts';
import { writeFormCsv } from '../kit/exchange/write-csv.ts';
import { writeFormXlsx } from '../kit/exchange/xlsx/write.ts';
import { withFormFile } from '../kit/returns/form-file.ts';
import { openZone, parsed, pathGiven, returnNamed } from './programs.ts';
import { say } from './told.ts';

const HELP = `npm run export -- ZONE --form FORM --period PERIOD      导出报表 / a form of the zone as a file
  ZONE      区,其一 / one of: ${ZONES.map((zone) => `${zone.code} ${zone.name}`).join(', ')}
  --form    报表,其一 / one of: ${STANDARD.forms.map((form) => `${form.code} ${form.name}`).join(', ')}
  --period  时期 / period: 2024-07, 2024-Q3, 2021-01-01/..
  --empty   空表;不加则为草稿,无草稿则为已报送的 / every cell that the form asks for, with nothing in it; without it, what the draft says, or else what was submitted
  --csv     导出 CSV / CSV instead of XLSX
  --out     文件名,已有的不覆盖 / the file (default ZONE-FORM-PERIOD.xlsx); one that is there already is not overwritten
可原样导回 / The file imports back unchanged (npm run import). DATABASE_URL, DATA_DIR: see "Settings" in README.md
Exit code: 0 done, 1 could not be done, 2 wrong usage / 退出码:0 完成,1 未成,2 用法不对
`;

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  form: { type: 'string' },
  period: { type: 'string' },
  empty: { type: 'boolean', default: false },
  csv: { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

await runMain(async () => {
  const { values, positionals } = parsed({ allowPositionals: true, options: OPTIONS });
  const [code, ...surplus] = positionals;
  if (values.help === true) return void process.stdout.write(HELP);
  const { form, period, csv, empty } = values;
  if (code === undefined || surplus.length > 0 || form === undefined || period === undefined) {
    process.stderr.write(HELP);
    process.exitCode = 2;
    return;
  }
  const of = returnNamed({ form, period });
  const name = `${code}-${form}-${period.replaceAll(/[^\w-]+/g, '_')}.${csv ? 'csv' : 'xlsx'}`;
  const out = pathGiven(values.out ?? name);
  if (existsSync(out))
    throw new UsageError(`${out} 已存在,请移开或另给 --out / is there already; move it away, or give another --out`);
  const zone = await openZone(code);
  const part = `${out}.part`;
  try {
    const cells = await withFormFile(zone, { ...of, empty }, async (file) => {
      await pipeline(csv ? writeFormCsv(file) : writeFormXlsx(file), createWriteStream(part, { flags: 'wx' }));
      await rename(part, out);
    });
    say(`已导出 ${cells} 格 / cells written: ${cells}\n${out}`);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    await zone.database.destroy();
  }
});
