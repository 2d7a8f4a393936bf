import { createHash } from 'node:crypto';
import type { GatewayClient } from '../../gateway-client.js';

export interface DescribedEvidence {
  readonly kind?: string;
  readonly name: string;
  readonly takenAt?: string;
  readonly position?: readonly [number, number];
  readonly date?: string;
}

/** A JPEG of one grey pixel; the comment inside makes every described photo a file of its own. */
const PIXEL = {
  head: Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  rest: Buffer.from(
    'ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432' +
      'ffc0000b080001000101011100ffc4001f0000010501010101010100000000000000000102030405060708090a0bffc400b5100002010303020403050504040000017d01' +
      '020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a53545556' +
      '5758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5' +
      'd6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbd3ffd9',
    'hex',
  ),
};

const jpegOf = (words: string): Buffer => {
  const comment = Buffer.from(words, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt16BE(0xfffe, 0);
  length.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([PIXEL.head, length, comment, PIXEL.rest]);
};

/** A PDF of one page that says what it stands for. */
const pdfOf = (words: string): Buffer => {
  const ascii = createHash('sha256').update(words).digest('hex');
  const stream = `BT /F1 12 Tf 72 720 Td (Sample evidence ${ascii}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const at = text.length;
    text += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const at = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  return Buffer.from(
    `${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    'latin1',
  );
};

/** Makes the small file a description stands for, uploads it as the actor, and answers it as a record refers to it. */
export const uploadEvidence = async (
  client: GatewayClient,
  actor: string,
  evidence: DescribedEvidence,
): Promise<object> => {
  const words = JSON.stringify(evidence);
  const isPhoto = evidence.name.endsWith('.jpg');
  const bytes = isPhoto ? jpegOf(words) : pdfOf(words);
  const form = new FormData();
  form.append(
    'file',
    new Blob([new Uint8Array(bytes)], { type: isPhoto ? 'image/jpeg' : 'application/pdf' }),
    evidence.name,
  );
  const { sha256 } = await client.call<{ sha256: string }>(actor, 'POST', '/api/files', { form });
  return { sha256, ...evidence };
};
