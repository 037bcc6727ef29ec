// The S3 client of AWS SDK for JavaScript v3: it names buckets in hosts and compares checksums.
import assert from "node:assert/strict";
import test from "node:test";
import {
  S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, DeleteObjectsCommand, CopyObjectCommand,
  CreateMultipartUploadCommand, UploadPartCommand, CompleteMultipartUploadCommand, GetBucketLocationCommand, ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { Readable } from "node:stream";

for (const forcePathStyle of [true, false]) {
  const Bucket = forcePathStyle ? "js-path" : "js-host";
  // A host that names the bucket must be one that resolves: localhost does with any name before it, an address does not.
  const endpoint = forcePathStyle ? process.env.LAMBENT_URL : process.env.LAMBENT_URL.replace("127.0.0.1", "localhost");
  test(`s3 ${Bucket}`, async () => {
    const s3 = new S3Client({ forcePathStyle, endpoint });
    await s3.send(new CreateBucketCommand({ Bucket }));
    const Body = Buffer.from("héllo wörld");
    const put = await s3.send(new PutObjectCommand({ Bucket, Key: "a b/c+d", Body, ContentType: "text/plain", Metadata: { author: "me" } }));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a b/c+d" }));
    assert.equal(await got.Body.transformToString(), "héllo wörld");
    assert.equal(got.ETag, put.ETag);
    assert.deepEqual(got.Metadata, { author: "me" });
    assert.ok(put.ChecksumCRC32);
    assert.equal(got.ChecksumCRC32, put.ChecksumCRC32);

    // A stream has no length to be signed: it goes in chunks, its checksum behind it.
    await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body: Readable.from([Buffer.from("one "), Buffer.from("two")]), ContentLength: 7 }));
    const streamed = await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }));
    assert.equal(await streamed.Body.transformToString(), "one two");
    assert.equal(streamed.ContentEncoding, undefined);

    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "big" }));
    const Parts = [];
    for (const [i, part] of [Buffer.alloc(5 << 20, "x"), Buffer.from("end")].entries()) {
      const { ETag, ChecksumCRC32 } = await s3.send(new UploadPartCommand({ Bucket, Key: "big", UploadId, PartNumber: i + 1, Body: part }));
      Parts.push({ PartNumber: i + 1, ETag, ChecksumCRC32 });
    }
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: "big", UploadId, MultipartUpload: { Parts } }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "big" }));
    assert.equal(head.ContentLength, (5 << 20) + 3);
    assert.match(head.ETag, /^"[0-9a-f]{32}-2"$/);

    await s3.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/stream` }));
    const { Contents, KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket }));
    assert.deepEqual(Contents.map((o) => o.Key), ["a b/c+d", "big", "copy", "stream"]);
    assert.equal(KeyCount, 4);
    const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: Contents.map(({ Key }) => ({ Key })) } }));
    assert.equal(deleted.Deleted.length, 4);
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key: "big" })), (e) => {
      assert.equal(e.name, "NoSuchKey");
      assert.equal(e.message, "The specified key does not exist.");
      return true;
    });
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: "big" })), (e) => e.name === "NotFound");
    assert.equal((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
    assert.ok((await s3.send(new ListBucketsCommand({}))).Buckets.some((b) => b.Name === Bucket));
  });
}
