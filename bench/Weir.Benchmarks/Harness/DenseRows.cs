using System.Runtime.InteropServices;
using System.Text;
using Weir.Detection.Reference;
using Weir.Learning;
using Weir.Pipeline.Training;

namespace Weir.Benchmarks.Harness;

/// <summary>
/// The train rows as Weir's trees see them, for learners and their peers: <c>x.npy</c> (float32, rows x features, NaN =
/// missing), <c>y.npy</c> (label), <c>w.npy</c> (weight), <c>g.npy</c> (domain), all float32 in the order of the rows. Made once, kept.
/// </summary>
internal static class DenseRows
{
    /// <summary>The folder with the four arrays; <c>--fresh-rows</c> makes them again.</summary>
    public static string Folder(Bench bench)
    {
        var folder = Path.Combine(bench.Cache, "dense-train");
        if (File.Exists(Path.Combine(folder, "g.npy")) && !bench.Has("--fresh-rows")) return folder;
        Directory.CreateDirectory(folder);
        bench.Say("making the dense rows of train (a minute)");
        var data = UrlModelTrainer.Matrix(LabelledSet.ReadRows(bench.SplitFile("train")), ReferenceLists.Embedded, new UrlTrainingParameters());
        WriteMatrix(Path.Combine(folder, "x.npy"), data);
        Write(Path.Combine(folder, "y.npy"), Array.ConvertAll(data.Labels, label => (float)label));
        Write(Path.Combine(folder, "w.npy"), data.Weights);
        Write(Path.Combine(folder, "g.npy"), Array.ConvertAll(data.Groups, group => (float)group));
        return folder;
    }

    /// <summary>Reads the kept rows, or the first of them.</summary>
    public static Dataset Read(Bench bench, int most = int.MaxValue) => Read(Folder(bench), most);

    /// <summary>Reads four arrays that any folder holds under these names.</summary>
    public static Dataset Read(string folder, int most = int.MaxValue)
    {
        var labels = Npy.Read(Path.Combine(folder, "y.npy"));
        var rows = Math.Min(most, labels.Length);
        var weights = Npy.Read(Path.Combine(folder, "w.npy"));
        var groups = Npy.Read(Path.Combine(folder, "g.npy"));
        var columns = ReadColumns(Path.Combine(folder, "x.npy"), rows);
        return new Dataset([.. columns.Select((_, f) => $"f{f}")], columns, [.. labels.Take(rows).Select(y => (byte)y)],
            [.. weights.Take(rows).Select(w => (float)w)], [.. groups.Take(rows).Select(g => (int)g)]);
    }

    private static float[][] ReadColumns(string path, int rows)
    {
        using var file = File.OpenRead(path);
        var start = new byte[10];
        file.ReadExactly(start);
        var header = new byte[start[8] | (start[9] << 8)];
        file.ReadExactly(header);
        var shape = Encoding.ASCII.GetString(header).Split('(')[1].Split(')')[0].Split(',');
        var features = int.Parse(shape[1], System.Globalization.CultureInfo.InvariantCulture);
        var columns = new float[features][];
        for (var f = 0; f < features; f++) columns[f] = new float[rows];
        var row = new float[features];
        for (var i = 0; i < rows; i++)
        {
            file.ReadExactly(MemoryMarshal.AsBytes(row.AsSpan()));
            for (var f = 0; f < features; f++) columns[f][i] = row[f];
        }
        return columns;
    }

    /// <summary>All columns, row by row.</summary>
    public static void WriteMatrix(string path, Dataset data)
    {
        using var file = Create(path, $"{data.Rows}, {data.FeatureCount}");
        var row = new float[data.FeatureCount];
        for (var i = 0; i < data.Rows; i++)
        {
            for (var f = 0; f < row.Length; f++) row[f] = data.Columns[f][i];
            file.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        }
    }

    /// <summary>One array.</summary>
    public static void Write(string path, float[] values)
    {
        using var file = Create(path, $"{values.Length},");
        file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static BufferedStream Create(string path, string shape)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({shape}), }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        var file = new BufferedStream(File.Create(path), 1 << 20);
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(Encoding.ASCII.GetBytes(header));
        return file;
    }
}
