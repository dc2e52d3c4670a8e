using System.Collections.Concurrent;
using Weir.Detection.Tables;
using Weir.Learning;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline.Registry;

/// <summary>The models of tables out of the registry, each read once. Any number of threads may ask.</summary>
public sealed class TableModelSource(WeirStore store)
{
    private readonly ConcurrentDictionary<int, TableModel> _served = new();

    /// <summary>The model that serves a channel; null while there is no champion.</summary>
    /// <exception cref="ModelFileException">Its file is missing, damaged or another one.</exception>
    public TableModel? Champion(int channel)
    {
        if (store.Models.On(channel).Champion() is not { } champion) return null;
        if (_served.TryGetValue(channel, out var known) && known.Sha256 == champion.Sha256 && known.Version == champion.Version) return known;
        return _served[channel] = Read(store.Models.Find(champion.Version)!);
    }

    /// <summary>A version of the registry; null when there is none of this name.</summary>
    /// <exception cref="ModelFileException">It is no model of a table, or its file is missing, damaged or another one.</exception>
    public TableModel? Find(string version) => store.Models.Find(version) is { } model ? Read(model) : null;

    private TableModel Read(ModelVersion model) => TableModel.Read(new ModelRegistry(store, model.Channel).Read(model), model.Version, model.Version);
}
