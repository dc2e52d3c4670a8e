using Weir.Learning;
using Weir.Pipeline.Registry;
using Weir.Storage;
using Weir.Storage.Models;
using Weir.Storage.Samples;

namespace Weir.Tests.Pipeline.Keeping;

/// <summary>A data directory with rows, models and datasets that are small but real files.</summary>
internal static class SomeStore
{
    public static WeirStore Open(string directory, TimeProvider time, int rows = 50)
    {
        var store = WeirStore.Open(directory, time);
        using var writer = store.Imports.Begin("feed.csv", "aa");
        for (var i = 0; i < rows; i++) writer.Add(new Observation("feed", $"http://s{i}.test/", $"s{i}.test/", $"s{i}.test", true, null, null));
        writer.Finish("done");
        return store;
    }

    /// <summary>Registers a toy model; its file holds its version and some bytes.</summary>
    public static ModelVersion Model(WeirStore store, string version, string? dataset = null)
    {
        var file = new ModelFileBuilder();
        file.Add<double>("weights", [.. version.Select(letter => (double)letter)]);
        return new ModelRegistry(store).Register(file.Build($$"""{"version":"{{version}}","schema":"toy"}"""), new ModelOrigin("cycle", version) { DatasetHash = dataset }, "test");
    }

    /// <summary>Makes a model champion.</summary>
    public static ModelVersion Champion(WeirStore store, string version, string? dataset = null)
    {
        var model = Model(store, version, dataset);
        store.Models.Promote(model.Version, "test", "test");
        return model;
    }

    /// <summary>Registers a snapshot with a file.</summary>
    public static string Dataset(WeirStore store, string hash)
    {
        var file = $"datasets/{hash}.csv.gz";
        Directory.CreateDirectory(Path.Combine(store.DataDirectory, "datasets"));
        File.WriteAllText(Path.Combine(store.DataDirectory, file), hash);
        store.Datasets.Add(new DatasetRecord { Hash = hash, File = file });
        return hash;
    }
}
