using Weir.Detection.Features;
using Weir.Detection.Reference;
using Weir.Detection.Urls;
using Weir.Learning;
using Weir.Learning.Numerics;
using Weir.Pipeline;

namespace Weir.Benchmarks;

/// <summary>
/// Reads URLs into hashed n-grams and words as the detector does, with suffix, top-level domain and platform as three more
/// indices: here the linear model has no columns for them. Chunks are read in parallel and joined in order.
/// </summary>
internal static class TextRows
{
    private const int ChunkRows = 4096;

    public static SparseRows Read(IReadOnlyList<LabelledUrl> urls)
    {
        var reader = new UrlFeatureReader(ReferenceLists.Embedded);
        var chunks = new (List<uint> Indices, List<int> Lengths)[(urls.Count + ChunkRows - 1) / ChunkRows];
        Parallel.For(0, chunks.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            c => chunks[c] = Chunk(urls, c * ChunkRows, reader));
        var rows = new SparseRowsBuilder(urls.Count);
        foreach (var (indices, lengths) in chunks)
        {
            var rest = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(indices);
            foreach (var length in lengths)
            {
                rows.Add(rest[..length]);
                rest = rest[length..];
            }
        }
        return rows.Build();
    }

    private static (List<uint> Indices, List<int> Lengths) Chunk(IReadOnlyList<LabelledUrl> urls, int from, UrlFeatureReader reader)
    {
        var (indices, lengths) = (new List<uint>(ChunkRows * 110), new List<int>(ChunkRows));
        var (scratch, row) = (new FeatureScratch(), new uint[TextHasher.MaxIndices + CategoryKeys.Count]);
        Span<ulong> categories = stackalloc ulong[CategoryKeys.Count];
        for (var i = from; i < Math.Min(urls.Count, from + ChunkRows); i++)
        {
            var count = 0;
            if (UrlParser.TryParse(urls[i].Url, scratch.Url, out var url, out _))
            {
                var subject = reader.Subject(url, scratch);
                count = TextHasher.Write(subject, row, out _);
                CategoryKeys.Write(subject, categories);
                for (var c = 0; c < categories.Length; c++) row[count++] = (uint)SplitMix64.Mix(categories[c], (ulong)c);
            }
            indices.AddRange(row.AsSpan(0, count));
            lengths.Add(count);
        }
        return (indices, lengths);
    }
}
