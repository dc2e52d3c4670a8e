using System.Globalization;
using Weir.Detection.Tables;
using Weir.Storage;
using Weir.Storage.Models;

namespace Weir.Pipeline;

/// <summary>What people call the channels that the database numbers.</summary>
public static class ChannelNames
{
    /// <summary><c>url</c>, or <c>table:NAME</c>; <c>table:#4</c> for the fourth table when it has been forgotten.</summary>
    public static string Of(WeirStore store, int channel)
    {
        if (channel == ModelStore.UrlChannel) return "url";
        var table = channel - TableName.ChannelNumber(0);
        return store.Tables.Find(table)?.Channel ?? string.Create(CultureInfo.InvariantCulture, $"table:#{table}");
    }
}
